export interface ImageName {
  /** `aws-load-balancer-controller` of `registry.example.com/eks/aws-load-balancer-controller:v3.5.0`. */
  readonly repository: string;
  /** Empty where the image is named by its digest only. */
  readonly tag: string;
}

/** The last part of the path, whatever registry a cluster copies its images from. */
export function imageName(image: string): ImageName {
  const [named = ""] = image.split("@", 1);
  const last = named.slice(named.lastIndexOf("/") + 1);
  const colon = last.indexOf(":");
  return colon === -1 ? { repository: last, tag: "" } : { repository: last.slice(0, colon), tag: last.slice(colon + 1) };
}
