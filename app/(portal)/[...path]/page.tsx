import { notFound } from 'next/navigation';
import { requirePageUser } from '#lib/http/page.ts';

/** Addresses that lead nowhere: inside the frame, so that there is a way on; and only for those who are signed in. */
export default async function Page({ params }: { params: Promise<{ path: string[] }> }) {
  await requirePageUser(`/${(await params).path.join('/')}`);
  notFound();
}
