/** A symbol, so that it takes part in no comparison and no text. */
const stub = Symbol("stub");

/** Marks what was made of an object of which only a part was read, because the whole would have taken too long. */
export const asStub = <T extends object>(object: T): T => ({ ...object, [stub]: true });

/** Whether decisions that look at it must not be made. */
export const isStub = (object: object): boolean => Object.hasOwn(object, stub);
