import type { NextConfig } from 'next';
import { STRICT_HEADERS } from './lib/http/strict-headers.ts';

const config: NextConfig = {
  async headers() {
    return [{ source: '/:path*', headers: Object.entries(STRICT_HEADERS).map(([key, value]) => ({ key, value })) }];
  },
  output: 'standalone',
  poweredByHeader: false,
  // The portal does it itself, smaller (lib/http/compression).
  compress: false,
  reactStrictMode: true,
  // `npm test` has checked the types already, with the same compiler.
  typescript: { ignoreBuildErrors: true },
  // Nothing here optimises images, so its native library stays out of the image.
  images: { unoptimized: true },
  outputFileTracingExcludes: { '*': ['node_modules/@img/**', 'node_modules/sharp/**', 'node_modules/typescript/**'] },
  experimental: {
    // A page that was left is read again when it is come back to: what it shows is live.
    staleTimes: { dynamic: 0 },
    // Kept in memory for the proxy while it decides, and no page has one.
    proxyClientMaxBodySize: '16kb',
  },
};

export default config;
