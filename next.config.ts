import type { NextConfig } from 'next';

const config: NextConfig = {
  output: 'standalone',
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` has checked the types already, with the same compiler.
  typescript: { ignoreBuildErrors: true },
  // Nothing here optimises images, so its native library stays out of the image.
  images: { unoptimized: true },
  outputFileTracingExcludes: { '*': ['node_modules/@img/**', 'node_modules/sharp/**', 'node_modules/typescript/**'] },
  experimental: {
    // A page that was left is read again when it is come back to: what it shows is live.
    staleTimes: { dynamic: 0 },
  },
};

export default config;
