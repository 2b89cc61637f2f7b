// How long to wait for components that a program may send at the same moment, because it sends them one after the other.

export const momentMilliseconds = 200;
