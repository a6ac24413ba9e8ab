/** One item for those who look after it: facts, picture, stock, and its end. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { deleteItem, editedItemQuery } from '../api/operate.ts';
import { isProblem } from '../api/problem.ts';
import { problemText } from '../api/problem-text.ts';
import { queryClient } from '../api/queries.ts';
import type { Item } from '../api/types.ts';
import { LostPage } from '../shell/lost-page.tsx';
import { Page } from '../shell/page.tsx';
import { texts } from '../texts.ts';
import { operatorTexts } from '../texts-operator.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx';
import { toast } from '../ui/toast.tsx';
import { ItemFactsPanel } from './item-facts-panel.tsx';
import { BackLink } from './parts.tsx';
import { PicturePanel } from './picture-panel.tsx';
import { StockPanel } from './stock-panel.tsx';

const route = getRouteApi('/operate/items/$itemId');

const Delete = ({ item }: { item: Item }) => {
  const navigate = useNavigate();
  const [isAsking, setIsAsking] = useState(false);
  const { mutate, isPending } = useMutation({
    mutationFn: () => deleteItem(item),
    onSuccess: async () => {
      toast({ text: operatorTexts.item.deleted });
      await navigate({ to: '/operate/items', replace: true });
      await queryClient.invalidateQueries({ queryKey: ['items'] });
    },
    onError: (error) => {
      toast({ text: problemText(error), tone: 'alarm' });
      setIsAsking(false);
      void queryClient.invalidateQueries({ queryKey: editedItemQuery(item.id).queryKey });
    },
  });
  return (
    <>
      <Button look="danger" icon="bin" onClick={() => setIsAsking(true)}>
        {operatorTexts.item.delete}
      </Button>
      <Confirm
        open={isAsking}
        title={operatorTexts.item.deleteTitle}
        text={operatorTexts.item.deleteText}
        action={operatorTexts.item.delete}
        busy={isPending}
        onConfirm={() => mutate()}
        onClose={() => setIsAsking(false)}
      />
    </>
  );
};

const Actions = ({ item }: { item: Item }) => (
  <div className="flex flex-wrap gap-3">
    <ButtonLink look="quiet" to="/items/$itemId" params={{ itemId: item.id }}>
      {operatorTexts.item.view}
    </ButtonLink>
    <Delete item={item} />
  </div>
);

export const OperatedItemPage = () => {
  const { itemId } = route.useParams();
  const { data: item, error, refetch } = useQuery(editedItemQuery(itemId));
  if (isProblem(error) && [400, 404].includes(error.status)) return <LostPage />;
  return (
    <Page
      title={item?.name ?? texts.common.loading}
      above={<BackLink to="/operate/items" text={operatorTexts.items} />}
      aside={item && <Actions item={item} />}
    >
      {item && (
        <div
          key={item.id}
          className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]"
        >
          <ItemFactsPanel item={item} />
          <div className="space-y-6">
            <PicturePanel item={item} />
            <StockPanel itemId={item.id} />
          </div>
        </div>
      )}
      {!item && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!item && !error && (
        <Loading>
          <Skeleton className="h-96 rounded-3xl" />
        </Loading>
      )}
    </Page>
  );
};
