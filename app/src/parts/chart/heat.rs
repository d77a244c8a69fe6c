//! A heat table as a picture for files: on a page the table itself is the picture.

use super::svg::{Anchor, Drawing, Frame, Medium, Paint, Type, wrapped};
use crate::insights::{Cell, Table, heat};

const LABEL: f64 = 190.0;
const CELL: f64 = 78.0;
const ROW: f64 = 28.0;
const HEAD: f64 = 34.0;

pub fn draw(table: &Table, frame: &Frame) -> String {
    let mut drawing = Drawing::new(Medium::File);
    let head = Type::plain(10.0).bold();
    for (column, words) in table.columns.iter().enumerate().skip(1) {
        let middle = LABEL + CELL * (column as f64 - 0.5);
        for (line, words) in wrapped(words, 16).iter().take(2).enumerate() {
            drawing.text(middle, 12.0 + 12.0 * line as f64, head.anchored(Anchor::Middle), words);
        }
    }
    let most = table.most();
    for (row, cells) in table.rows.iter().enumerate() {
        let y = HEAD + ROW * row as f64;
        for (column, cell) in cells.iter().enumerate() {
            match cell {
                Cell::Whole(count) => {
                    let x = LABEL + CELL * (column as f64 - 1.0);
                    let level = heat(u32::try_from(*count).unwrap_or(0), most);
                    drawing.rect(x + 1.0, y + 1.0, CELL - 2.0, ROW - 2.0, Paint::Heat(level));
                    let number = Type::plain(12.0).anchored(Anchor::Middle);
                    drawing.text(x + CELL / 2.0, y + ROW / 2.0 + 4.0, number, &count.to_string());
                }
                Cell::Text(words) => {
                    for (line, words) in wrapped(words, 34).iter().take(2).enumerate() {
                        drawing.text(0.0, y + 12.0 + 11.0 * line as f64, Type::plain(10.0), words);
                    }
                }
                _ => {}
            }
        }
    }
    let width = LABEL + CELL * (table.columns.len() as f64 - 1.0);
    drawing.finish((0.0, 0.0, width, HEAD + ROW * table.rows.len() as f64), frame)
}
