/** A picture of an item, square; and what stands there for an item without one. */
import { pictureAddress } from '../api/http.ts';
import { texts } from '../texts.ts';
import { cx } from './classes.ts';
import { Mark } from './logo.tsx';

interface PictureProps {
  url: string | null | undefined;
  /** What it shows; empty when the name stands beside it anyway. */
  alt: string;
  className?: string;
  /** The first pictures of a page are loaded at once, the others when they come near. */
  eager?: boolean;
}

export const Picture = ({ url, alt, className, eager = false }: PictureProps) =>
  url ? (
    <img
      src={pictureAddress(url)}
      alt={alt}
      width="800"
      height="800"
      loading={eager ? 'eager' : 'lazy'}
      fetchPriority={eager ? 'high' : 'auto'}
      decoding="async"
      className={cx('aspect-square bg-sand object-cover', className)}
    />
  ) : (
    <span className={cx('flex aspect-square items-center justify-center bg-sand text-soft', className)}>
      <Mark className="w-2/5 opacity-40 grayscale" />
      {alt !== '' && <span className="sr-only">{`${alt}: ${texts.item.noPicture}`}</span>}
    </span>
  );
