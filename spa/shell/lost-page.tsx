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

/** Without a network the code of a page that was not open before cannot be loaded. */
export const BrokenPage = () => {
  useTitle(texts.errors.brokenTitle);
  return (
    <div role="alert">
      <EmptyState
        level={1}
        title={texts.errors.brokenTitle}
        text={navigator.onLine ? texts.errors.general : texts.errors.offline}
      >
        <Button icon="repeat" onClick={() => location.reload()}>
          {texts.common.retry}
        </Button>
      </EmptyState>
    </div>
  );
};
