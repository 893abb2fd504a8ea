/** Whether assigning to the key would do anything but add it. */
export const isTakenKey = (map: object, key: string): boolean => key === "__proto__" || Object.hasOwn(map, key);
