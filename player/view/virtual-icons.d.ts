/** Made by vite.config.ts from lucide: each icon's drawing as the `d` of one path. */
declare module 'virtual:icons' {
  const shapes: Readonly<Record<string, string>>;
  export default shapes;
}

/** Those of the event. */
declare module 'virtual:event-icons' {
  const shapes: Readonly<Record<string, string>>;
  export default shapes;
}

/** Those of the room. */
declare module 'virtual:room-icons' {
  const shapes: Readonly<Record<string, string>>;
  export default shapes;
}
