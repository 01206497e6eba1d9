'use strict'

/** Return metres from fathoms. */
exports.metres = (fathoms) => fathoms * 1.8288

@@hidden@@
