/** A wallet in the browser. */
export class Wallet {
  constructor (provider = globalThis.window?.ethereum) {
    if (!provider) throw new Error('no wallet: install one and reload the page')
    this.provider = provider
  }

  accounts () {
    return this.provider.request({ method: 'eth_requestAccounts' })
  }

  send (from, to, value) {
    if (!/^0x[0-9a-fA-F]{40}$/.test(to)) throw new TypeError(`${to} is no address`)
    const params = [{ from, to, value: '0x' + BigInt(value).toString(16) }]
    return this.provider.request({ method: 'eth_sendTransaction', params })
  }
}
