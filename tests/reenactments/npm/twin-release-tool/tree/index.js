'use strict'

exports.next = (version, kind) => { const p = version.split('.').map(Number); const i = ['major', 'minor', 'patch'].indexOf(kind); p[i] += 1; return p.fill(0, i + 1).join('.') }
