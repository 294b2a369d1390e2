import { notFound } from 'next/navigation';
import { type PageQuery, requirePageUser } from '#lib/http/page.ts';

export const metadata = { title: 'No such page' };

/** Addresses that lead nowhere: inside the frame, so that there is a way on; and only for those who are signed in. */
export default async function Page(props: { params: Promise<{ path: string[] }>; searchParams: Promise<PageQuery> }) {
  const { path } = await props.params;
  await requirePageUser(`/${path.join('/')}`, await props.searchParams);
  notFound();
}
