// Flow control of the connections to the relay: large enough for one body at full speed through the API server. Pure.

/** Of one CONNECT request, in bytes. */
export const windowBytes = 1 << 20;

/** Of a connection, in bytes. */
export const windowOfConnection = 8 << 20;
