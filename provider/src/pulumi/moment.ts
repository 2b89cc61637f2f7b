// How long is waited for those that a program may send in the same moment: it sends its components one after the other.

export const momentMilliseconds = 200;
