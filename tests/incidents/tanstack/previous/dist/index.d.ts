export type Params = Record<string, string>
export type Page = (params: Params) => unknown
export interface Match { params: Params; render(): unknown }
export interface Router { match(path: string): Match | null; go(path: string): void }
export function createRouter(routes: Record<string, Page>): Router
export function parse(pattern: string): (path: string) => Params | null
