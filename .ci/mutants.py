"""The mutants of a module: each is the module with one small change."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import parso.tree
from attrs import frozen
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import MutationVisitor
from cosmic_ray.plugins import get_operator

# Of each kind of change those that are hard to notice: a sum of texts that becomes a difference, a
# missing decorator or `==` become `is` are seen by any test, or by none.
CHANGES = {
    "Binary": [
        *("Add_Sub", "Sub_Add", "Mul_Add", "Div_Mul", "FloorDiv_Mul", "Mod_Mul", "Pow_Mul"),
        *("BitOr_BitAnd", "BitAnd_BitOr"),
    ],
    "Comparison": [
        *("Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is"),
        *("Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt"),
    ],
}
OPERATORS = [
    *("AddNot", "ReplaceUnaryOperator_Delete_Not", "ReplaceUnaryOperator_Delete_USub"),
    *("ReplaceAndWithOr", "ReplaceOrWithAnd", "ReplaceFalseWithTrue", "ReplaceTrueWithFalse"),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ZeroIterationForLoop"),
    *("ExceptionReplacer", "NumberReplacer"),
    *(f"Replace{kind}Operator_{one}" for kind, changes in CHANGES.items() for one in changes),
]

Place = tuple[int, int]  # line and column


@frozen
class Mutant:
    """One change to one module, and how it fared."""

    module: str
    operator: str
    occurrence: int
    line: int
    function: str  # the outermost one that it is in; empty outside of functions
    fate: str = ""
    test: str = ""  # that noticed it
    difference: str = ""

    def source(self) -> str:
        """The changed module; the tree is changed in place, so once in a process."""
        operator = get_operator(f"core/{self.operator}")()
        return MutationVisitor(self.occurrence, operator).walk(tree(self.module)).get_code()


@cache
def tree(module: str) -> parso.tree.BaseNode:
    """A module as Cosmic Ray's operators read and change it."""
    return get_ast(Path(module).read_text("utf-8"))


def mutants(module: str) -> Iterator[Mutant]:
    """The mutants of a module, without those in what only a type checker reads."""
    unseen, functions = places(ast.parse(Path(module).read_text("utf-8")))
    nodes = list(ast_nodes(tree(module)))
    for name in OPERATORS:
        operator = get_operator(f"core/{name}")()
        found = [start for node in nodes for start, _ in operator.mutation_positions(node)]
        for occurrence, place in enumerate(found):
            if not any(start <= place < end for start, end in unseen):
                function = next((f for start, end, f in functions if start <= place < end), "")
                yield Mutant(module, name, occurrence, place[0], function)


def places(module: ast.Module) -> tuple[list[tuple[Place, Place]], list[tuple[Place, Place, str]]]:
    """What only a type checker reads; and the bodies of outermost functions, with their names."""
    unseen, functions = [], []

    def span(first: ast.AST, last: ast.AST) -> tuple[Place, Place]:
        return (first.lineno, first.col_offset), (last.end_lineno, last.end_col_offset)

    def visit(node: ast.AST, owner: str, *, inside: bool) -> None:
        types = [getattr(node, name, None) for name in ("annotation", "returns")]
        unseen.extend(span(one, one) for one in types if one is not None)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            unseen.append(span(node, node))
        name = f"{owner}{getattr(node, 'name', '')}"
        if isinstance(node, ast.FunctionDef) and not inside:
            functions.append((*span(node.body[0], node.body[-1]), name))
        inside = inside or isinstance(node, ast.FunctionDef)
        for child in ast.iter_child_nodes(node):
            visit(child, f"{name}." if isinstance(node, ast.ClassDef) else owner, inside=inside)

    visit(module, "", inside=False)
    return unseen, functions
