// The one generator of seedrandom that the engine uses, typed here because @types/seedrandom covers only the
// package's main module, which also seeds itself from the host's entropy and asks for Node's crypto.

declare module 'seedrandom/lib/alea.js' {
  interface Alea {
    /** The next 32 bits as a signed integer. */
    int32(): number;
  }
  const alea: (seed: string) => Alea;
  export = alea;
}
