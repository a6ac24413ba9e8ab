/** What stands where no page is, and where a page broke. */
import { texts } from '../texts.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useTitle } from './page.tsx';

export const LostPage = () => {
  useTitle(texts.errors.notFoundTitle);
  return (
    <EmptyState level={1} title={texts.errors.notFoundTitle} text={texts.errors.notFound}>
      <ButtonLink to="/">{texts.errors.home}</ButtonLink>
    </EmptyState>
  );
};

export const BrokenPage = () => (
  <div role="alert">
    <EmptyState level={1} title={texts.errors.brokenTitle} text={texts.errors.general}>
      <Button icon="repeat" onClick={() => location.reload()}>
        {texts.common.retry}
      </Button>
    </EmptyState>
  </div>
);
