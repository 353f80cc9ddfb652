using System.Globalization;

namespace Sinter.Tokenizers.Jinja;

/// <summary>Reads what stands right behind a value: members, items, slices and the arguments of calls.</summary>
internal sealed class SubscriptParser(TokenReader tokens)
{
    /// <summary>Reads all of it.</summary>
    /// <param name="expression">The value.</param>
    /// <param name="read">Reads an expression.</param>
    public Expression Read(Expression expression, Func<Expression> read)
    {
        while (true)
        {
            var line = tokens.Current.Line;
            if (tokens.Skip("."))
            {
                expression = tokens.Current.Kind == TokenKind.Integer
                    ? new Item(line, expression, new Constant(line, long.TryParse(tokens.Current.Text, CultureInfo.InvariantCulture, out var index) ? index : throw tokens.Error($"the number {tokens.Current.Shown} is too large")))
                    : new Member(line, expression, tokens.Current.Kind == TokenKind.Name ? tokens.Current.Text : throw tokens.Error($"found {tokens.Current.Shown}, expected the name of a member"));
                tokens.Next();
            }
            else if (tokens.Skip("["))
            {
                expression = new Item(line, expression, ReadIndex(read));
                tokens.Expect("]");
            }
            else if (tokens.Current.IsOperator("("))
            {
                expression = new Call(line, expression, ReadArguments(read));
            }
            else
            {
                return expression;
            }
        }
    }

    /// <summary>Reads what has commas between it up to a closing bracket, and the bracket.</summary>
    public IEnumerable<T> ReadItems<T>(string closing, Func<T> read)
    {
        while (!tokens.Skip(closing))
        {
            yield return read();
            if (!tokens.Current.IsOperator(closing))
            {
                tokens.Expect(",");
            }
        }
    }

    /// <summary>Reads arguments in round brackets.</summary>
    public ArgumentList ReadArguments(Func<Expression> read)
    {
        List<Expression> positional = [];
        List<KeyValuePair<string, Expression>> named = [];
        Expression? spread = null;
        Expression? spreadNamed = null;
        tokens.Expect("(");
        foreach (var (name, value) in ReadItems(")", () => ReadArgument(read)))
        {
            switch (name)
            {
                case "": positional.Add(value); break;
                case "*": spread = value; break;
                case "**": spreadNamed = value; break;
                default: named.Add(new(name, value)); break;
            }
        }

        return new ArgumentList([.. positional], [.. named], spread, spreadNamed);
    }

    private (string Name, Expression Value) ReadArgument(Func<Expression> read)
    {
        var name = tokens.Skip("*") ? "*" : tokens.Skip("**") ? "**" : "";
        if (tokens.Current.Kind == TokenKind.Name && tokens.Following.IsOperator("="))
        {
            name = tokens.Next().Text;
            tokens.Next();
        }

        return (name, read());
    }

    private Expression ReadIndex(Func<Expression> read)
    {
        var line = tokens.Current.Line;
        var start = tokens.Current.IsOperator(":") ? null : read();
        if (!tokens.Skip(":"))
        {
            return start!;
        }

        var stop = tokens.Current.IsOperator(":") || tokens.Current.IsOperator("]") ? null : read();
        var step = tokens.Skip(":") && !tokens.Current.IsOperator("]") ? read() : null;
        return new SliceBounds(line, start, stop, step);
    }
}
