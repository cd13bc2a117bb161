import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run typecheck` checks types with the repository's own compiler and settings.
  typescript: { ignoreBuildErrors: true },
};

export default config;
