// Stands in for ts-node where Pulumi's runner starts the plugin: the plugin is JavaScript, and the runner would have
// ts-node read the tsconfig.json of the user's program, which ends the plugin when it is broken or newer than our TypeScript.
const runsPlugin = /[\\/]cmd[\\/]run-plugin([\\/]index\.js)?$/.test(process.argv[1] ?? "");
module.exports = runsPlugin ? { register() {} } : require("@pulumi/pulumi/vendor/ts-node@7.0.1");
