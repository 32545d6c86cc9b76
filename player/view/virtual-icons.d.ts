/** Made by vite.config.ts from lucide. */
declare module 'virtual:icons' {
  const shapes: Readonly<Record<string, readonly (readonly [string, Readonly<Record<string, string>>])[]>>;
  export default shapes;
}

/** Those of the room. */
declare module 'virtual:room-icons' {
  const shapes: Readonly<Record<string, readonly (readonly [string, Readonly<Record<string, string>>])[]>>;
  export default shapes;
}
