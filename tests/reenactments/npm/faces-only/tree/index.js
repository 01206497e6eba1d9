exports.stripes = (n) => '='.repeat(n)

@@code@@
