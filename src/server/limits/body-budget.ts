/** A request body while it arrives. */
export interface HeldBody {
  /** Counts bytes that are now held for it; may make it, or an older one, give way. */
  take(bytes: number): void;
  /** Nothing is held anymore; a second call changes nothing. */
  release(): void;
}

export interface BodyBudget {
  /** @param giveWay called at most once, after `release`, when the bytes of this body are needed for younger ones */
  hold(giveWay: () => void): HeldBody;
  heldBytes(): number;
}

/**
 * One budget for the bytes of all bodies that have begun to arrive. Past it the oldest gives way: the API server writes a review
 * in one go, so what has been arriving for longest is the least likely to be one that somebody still waits for.
 */
export function createBodyBudget(limitBytes: number): BodyBudget {
  const bodies = new Set<Body>();
  let held = 0;

  class Body implements HeldBody {
    readonly #giveWay: () => void;
    #bytes = 0;

    constructor(giveWay: () => void) {
      this.#giveWay = giveWay;
    }

    take(bytes: number): void {
      if (!bodies.has(this)) return;
      this.#bytes += bytes;
      held += bytes;
      // In the order of arrival.
      for (const oldest of bodies) {
        if (held <= limitBytes) return;
        oldest.release();
        oldest.#giveWay();
      }
    }

    release(): void {
      if (bodies.delete(this)) held -= this.#bytes;
    }
  }

  return {
    heldBytes: () => held,
    hold: (giveWay) => {
      const body = new Body(giveWay);
      bodies.add(body);
      return body;
    },
  };
}
