namespace Sinter.Tokenizers.Jinja;

/// <summary>Carries out the statements of a template and gathers what they write.</summary>
internal sealed class Renderer
{
    private readonly RenderLimits _limits;
    private readonly Evaluator _evaluator;
    private MarkedTextBuilder _output;

    private Renderer(RenderLimits limits) => (_limits, _evaluator, _output) = (limits, new Evaluator(limits), new MarkedTextBuilder(limits));

    /// <summary>How the statements after one go on.</summary>
    private enum Flow
    {
        Next,
        Break,
        Continue,
    }

    /// <summary>What a template writes.</summary>
    public static MarkedText Render(Statement[] body, Scope scope, RenderLimits limits)
    {
        var renderer = new Renderer(limits);
        renderer.Execute(body, scope);
        return renderer._output.ToText();
    }

    private Flow Execute(Statement[] body, Scope scope)
    {
        _limits.Enter();
        var flow = Flow.Next;
        for (var i = 0; flow == Flow.Next && i < body.Length; i++)
        {
            _limits.Spend();
            _limits.Line = body[i].Line;
            flow = Execute(body[i], scope);
        }

        _limits.Leave();
        return flow;
    }

    private Flow Execute(Statement statement, Scope scope)
    {
        switch (statement)
        {
            case Data data:
                _output.Append(data.Text);
                return Flow.Next;
            case Output output:
                _output.Append(Printer.Text(_limits, _evaluator.Evaluate(output.Value, scope)));
                return Flow.Next;
            case If branches:
                var taken = Array.Find(branches.Branches, branch => Values.Truth(_evaluator.Evaluate(branch.Test, scope)));
                return Execute(taken?.Body ?? branches.Else, scope);
            case For loop:
                return Loop(loop, scope);
            case Set set:
                Assign(set.Target, _evaluator.Evaluate(set.Value, scope), scope);
                return Flow.Next;
            case Break:
                return Flow.Break;
            case Continue:
                return Flow.Continue;
            case Macro macro:
                scope.Set(macro.Name, Function(macro, scope));
                return Flow.Next;
            case Generation generation:
                return Generate(generation, scope);
            case With with:
                var inner = new Scope(scope);
                foreach (var (target, value) in with.Variables)
                {
                    Assign(target, _evaluator.Evaluate(value, scope), inner);
                }

                return Execute(with.Body, inner);
            default:
                return ExecuteCapturing(statement, scope);
        }
    }

    /// <summary>Carries out a statement that does something with what its body writes.</summary>
    private Flow ExecuteCapturing(Statement statement, Scope scope)
    {
        var flow = Flow.Next;
        switch (statement)
        {
            case SetBlock set:
                var text = Capture(() => flow = Execute(set.Body, new Scope(scope)));
                Assign(set.Target, set.Filter is null ? text : _evaluator.ApplyFilters(set.Filter, text, scope), scope);
                break;
            case FilterBlock filter:
                var body = Capture(() => flow = Execute(filter.Body, new Scope(scope)));
                _output.Append(Printer.Text(_limits, _evaluator.ApplyFilters(filter.Filter, body, scope)));
                break;
            case CallBlock block:
                var arguments = _evaluator.EvaluateArguments(block.Call.Arguments, scope, "caller", Function(block.Caller, scope));
                _output.Append(Printer.Text(_limits, _evaluator.Function(block.Call, scope)(_limits, arguments)));
                break;
        }

        return flow;
    }

    private Flow Loop(For loop, Scope scope)
    {
        var items = Values.Iterate(_limits, _evaluator.Evaluate(loop.Values, scope));
        if (loop.Condition is { } condition)
        {
            items = Array.FindAll(items, item => Values.Truth(_evaluator.Evaluate(condition, Round(item))));
        }

        // The else belongs to a loop of which no round came to its end, as Jinja has it.
        var finished = false;
        var state = new LoopState(items);
        for (var i = 0; i < items.Length; i++)
        {
            state.Index = i;
            var round = Round(items[i]);
            round.Set("loop", state);
            var flow = Execute(loop.Body, round);
            finished |= flow == Flow.Next;
            if (flow == Flow.Break)
            {
                break;
            }
        }

        return finished ? Flow.Next : Execute(loop.Else, scope);

        // What a round sets is gone in the next.
        Scope Round(object? item)
        {
            var round = new Scope(scope);
            Assign(loop.Target, item, round);
            return round;
        }
    }

    private Flow Generate(Generation generation, Scope scope)
    {
        var around = _output.Generated;
        _output.Generated = true;
        var flow = Execute(generation.Body, new Scope(scope));
        _output.Generated = around;
        return flow;
    }

    private void Assign(Expression target, object? value, Scope scope)
    {
        switch (target)
        {
            case Name name:
                scope.Set(name.Identifier, value);
                break;
            case Member { Target: Name owner } member:
                var space = scope.Find(owner.Identifier) as JinjaNamespace
                    ?? throw _limits.Error($"'{owner.Identifier}' is no namespace, so its '{member.Name}' cannot be set; make it with namespace()");
                space.Members[member.Name] = value;
                break;
            case TupleLiteral tuple:
                var values = Values.Iterate(_limits, value);
                if (values.Length != tuple.Items.Length)
                {
                    throw _limits.Error($"{tuple.Items.Length} names are set to {values.Length} values");
                }

                for (var i = 0; i < values.Length; i++)
                {
                    Assign(tuple.Items[i], values[i], scope);
                }

                break;
        }
    }

    /// <summary>A macro as a function; it sees the variables of the place where it is written.</summary>
    private JinjaFunction Function(Macro macro, Scope scope) => (_, arguments) =>
    {
        var line = _limits.Line;
        var inner = new Scope(scope);
        var extra = new JinjaMap();
        foreach (var (name, value) in arguments.Named)
        {
            if (name == "caller")
            {
                inner.Set(name, value);
            }
            else if (!Array.Exists(macro.Parameters, parameter => parameter.Name == name))
            {
                extra.Set(new MarkedText(name), value);
            }
        }

        inner.Set("varargs", arguments.Positional.Skip(macro.Parameters.Length).ToArray());
        inner.Set("kwargs", extra);
        for (var i = 0; i < macro.Parameters.Length; i++)
        {
            var (name, fallback) = macro.Parameters[i];
            inner.Set(name, i < arguments.Positional.Length ? arguments.Positional[i]
                : arguments.Named.TryGetValue(name, out var value) ? value
                : fallback is not null ? _evaluator.Evaluate(fallback, inner)
                : new Undefined($"the macro '{macro.Name}' is not given '{name}'"));
        }

        var text = Capture(() => Execute(macro.Body, inner));
        _limits.Line = line;
        return text;
    };

    private MarkedText Capture(Action write)
    {
        var around = _output;
        _output = new MarkedTextBuilder(_limits);
        write();
        var text = _output.ToText();
        _output = around;
        return text;
    }
}
