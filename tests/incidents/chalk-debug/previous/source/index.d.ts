export interface Tint {
  (text: string): string
  readonly reset: Tint
  readonly bold: Tint
  readonly dim: Tint
  readonly underline: Tint
  readonly red: Tint
  readonly green: Tint
  readonly yellow: Tint
  readonly blue: Tint
  readonly magenta: Tint
  readonly cyan: Tint
}

declare const tint: Tint
export const level: 0 | 1 | 3
export default tint
