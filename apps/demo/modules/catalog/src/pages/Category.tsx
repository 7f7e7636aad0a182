import { AppShell, ConfirmButton, LinkButton, PageHeader } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Can, useAction, useText } from 'ashlar/react'
import { can, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { ProductList } from './product-list.tsx'

export default function Category({ category, products = [] }: PropsOf<typeof pages.Category>) {
  const text = useText<typeof en>('catalog')
  const remove = useAction(routes.deleteCategory)
  return (
    <>
      <PageHeader
        title={category.name}
        description={category.description}
        actions={
          <Can do={can.edit}>
            <LinkButton to={routes.editCategory({ id: category.id })}>{text('ui:edit')}</LinkButton>
            <ConfirmButton
              label={text('ui:delete')}
              title={text('category.removeTitle', { name: category.name })}
              description={text('category.removeText')}
              disabled={remove.processing}
              onConfirm={() => remove.send({ params: { id: category.id } })}
            />
          </Can>
        }
      />
      <ProductList products={products} />
    </>
  )
}

Category.layout = AppShell
