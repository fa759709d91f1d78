import type { ReactNode } from 'react';
import './table.css';

export interface Column<T> {
  key: string;
  head: string;
  cell: (row: T) => ReactNode;
  isNumber?: boolean;
  /** The row is known by it. */
  isHead?: boolean;
}

interface Properties<T> {
  label: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string | number;
}

/** A table; on a phone each row is a card with the names of its columns. The roles are said because cards take them away. */
export function DataTable<T>({ label, columns, rows, rowKey }: Properties<T>) {
  return (
    <table className="data" role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">{columns.map(({ key, head, isNumber }) => <th key={key} role="columnheader" scope="col" className={isNumber ? 'number' : undefined}>{head}</th>)}</tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(row => (
          <tr key={rowKey(row)} role="row" data-row={rowKey(row)}>
            {columns.map(({ key, head, cell, isNumber, isHead }) => isHead
              ? <th key={key} role="rowheader" scope="row" data-head={head} className={isNumber ? 'number' : undefined}>{cell(row)}</th>
              : <td key={key} role="cell" data-head={head} className={isNumber ? 'number' : undefined}>{cell(row)}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
