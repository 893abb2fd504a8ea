package shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What it does at SIGTERM is set on the command line: server.shutdown. */
@SpringBootApplication
@RestController
public class Shop {
  public static void main(String[] args) {
    SpringApplication.run(Shop.class, args);
  }

  @GetMapping("/slow")
  String slow() throws InterruptedException {
    Thread.sleep(3000);
    return "ok";
  }

  @GetMapping("/")
  String fast() {
    return "ok";
  }
}
