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
  // In the order of arrival.
  const bodies = new Map<symbol, { bytes: number; readonly giveWay: () => void }>();
  let held = 0;

  const release = (key: symbol): void => {
    held -= bodies.get(key)?.bytes ?? 0;
    bodies.delete(key);
  };
  const makeRoom = (): void => {
    for (const [key, { giveWay }] of bodies) {
      if (held <= limitBytes) return;
      release(key);
      giveWay();
    }
  };
  return {
    heldBytes: () => held,
    hold: (giveWay) => {
      const key = Symbol("body");
      bodies.set(key, { bytes: 0, giveWay });
      return {
        take: (bytes) => {
          const body = bodies.get(key);
          if (body === undefined) return;
          body.bytes += bytes;
          held += bytes;
          makeRoom();
        },
        release: () => release(key),
      };
    },
  };
}
