/** Requests a second where nobody says how many there are. */
export const assumedRate = 50;
