/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["@kubernetes/client-node", "@aws-sdk/client-ec2", "pino"],
};
