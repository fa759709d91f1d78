// In place of xmlbuilder2, which vtk.js imports to read and write files of its own, and which needs Node's `events`: with it the page would be white.

export function create(): never {
  throw new Error('No XML here.');
}
