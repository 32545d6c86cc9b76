/** Made by vite.config.ts from lucide: the `d` of each icon's path. */
declare module 'virtual:icons' {
  const shapes: Readonly<Record<string, string>>;
  export default shapes;
}
