using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Onnx;

/// <summary>The computation of <see cref="Transformer"/> once more, as a graph of ONNX; what each part computes is said there.</summary>
internal sealed class TransformerGraph(Model model)
{
    private const double Never = -1e30;
    private readonly ModelConfig _config = model.Config;
    private readonly OnnxGraph _graph = new();
    private string _allowedFar = "";
    private string _allowedNear = "";
    private string _positions = "";
    private string _mask = "";

    /// <summary>The whole graph.</summary>
    public OnnxGraph Build()
    {
        var tokens = _graph.Input("input_ids");
        _mask = _graph.Input("attention_mask");
        var segments = _config.TokenTypes > 0 ? _graph.Input("token_type_ids") : null;
        Places(tokens);
        var x = Embed(tokens, segments);
        for (var layer = 0; layer < _config.NextTokenBlocks; layer++)
        {
            // Of heads for several tokens the first says the next one.
            x = Block(x, PredictionHeads.Prefix(_config, layer), layer);
        }

        Output(Norm(x, "norm"));
        return _graph;
    }

    /// <summary>Positions from 0, and which keys each query sees, [batch, 1, 1, queries or 1, keys]: by order, window and padding.</summary>
    private void Places(string tokens)
    {
        var time = _graph.Add("Squeeze", _graph.Add("Slice", _graph.Add("Shape", tokens), _graph.Integers(1), _graph.Integers(2)));
        _positions = _graph.Add("Range", _graph.Integer(0), time, _graph.Integer(1));
        var distance = _graph.Add("Sub", _graph.Add("Unsqueeze", _positions, _graph.Integers(1)), _graph.Add("Unsqueeze", _positions, _graph.Integers(0)));
        var isToken = _graph.Add("Greater", _graph.Add("Unsqueeze", _mask, _graph.Integers(1, 2, 3)), _graph.Integer(0));
        var seen = _config.Kind == ModelKind.Encoder ? isToken : _graph.Add("And", isToken, _graph.Add("GreaterOrEqual", distance, _graph.Integer(0)));
        _allowedFar = Penalty(seen);
        _allowedNear = _config.Window > 0 ? Penalty(_graph.Add("And", seen, _graph.Add("Less", _graph.Add("Abs", distance), _graph.Integer(_config.Window)))) : _allowedFar;
    }

    private string Penalty(string seen) => _graph.Add("Where", seen, _graph.Constant(0), _graph.Constant(Never));

    private string Embed(string tokens, string? segments)
    {
        var x = _graph.Add("Gather", Weight("embedding"), tokens);
        if (_config.EmbeddingScale != 1)
        {
            x = _graph.Add("Mul", x, _graph.Constant(_config.EmbeddingScale));
        }

        if (segments is not null)
        {
            x = _graph.Add("Add", x, _graph.Add("Gather", Weight("tokenTypes"), segments));
        }

        if (_config.Positions == PositionKind.Learned)
        {
            x = _graph.Add("Add", x, _graph.Add("Gather", Weight("positions"), _graph.Add("Add", _positions, _graph.Integer(_config.PositionOffset))));
        }

        return Norm(x, "embeddingNorm");
    }

    private string Block(string x, string prefix, int layer)
    {
        if (_config.ParallelResidual)
        {
            var attended = Attention(Norm(x, prefix + "attention.norm"), prefix, layer);
            return _graph.Add("Add", _graph.Add("Add", x, attended), FeedForward(Norm(x, prefix + "feedForward.norm"), prefix));
        }

        x = Part(x, prefix + "attention", input => Attention(input, prefix, layer));
        return Part(x, prefix + "feedForward", input => FeedForward(input, prefix));
    }

    private string Part(string x, string name, Func<string, string> part) => _config.NormPlacement switch
    {
        NormPlacement.Before => _graph.Add("Add", x, part(Norm(x, name + ".norm"))),
        NormPlacement.After => Norm(_graph.Add("Add", x, part(x)), name + ".norm"),
        _ => _graph.Add("Add", x, Norm(part(Norm(x, name + ".norm")), name + ".postNorm")),
    };

    private string Attention(string x, string prefix, int layer)
    {
        long heads = _config.Heads, shared = _config.KeyValueHeads, size = _config.HeadSize;
        var parts = _graph.Split(Linear(x, prefix + "attention.qkv"), -1, heads * size, shared * size, shared * size);
        var queries = Heads(parts[0], shared, heads / shared, size);
        var keys = Heads(parts[1], shared, 1, size);
        var values = Heads(parts[2], shared, 1, size);
        if (_config.QueryKeyNorm)
        {
            (queries, keys) = (Norm(queries, prefix + "attention.queryNorm"), Norm(keys, prefix + "attention.keyNorm"));
        }

        if (_config.Positions == PositionKind.Rotary)
        {
            (queries, keys) = (Turn(queries, layer), Turn(keys, layer));
        }

        // [batch, key heads, queries a key head, time, time]: the keys of a head are broadcast to its queries.
        var scores = _graph.Add("Mul", _graph.Add("MatMul", queries, Transpose(keys, 0, 1, 2, 4, 3)), _graph.Constant(_config.Attention(layer).ScaleOf((int)size)));
        scores = _graph.Add("Add", Capped(scores, _config.AttentionSoftCap), _config.IsWindowed(layer) ? _allowedNear : _allowedFar);
        var weights = _graph.Add("Softmax", [scores], [("axis", -1L)]);
        var mixed = Transpose(_graph.Add("MatMul", weights, values), 0, 3, 1, 2, 4);
        return Linear(_graph.Add("Reshape", mixed, _graph.Integers(0, 0, heads * size)), prefix + "attention.output");
    }

    /// <summary>[batch, time, heads · size] to [batch, key heads, queries a key head, time, size].</summary>
    private string Heads(string x, long shared, long group, long size) => Transpose(_graph.Add("Reshape", x, _graph.Integers(0, 0, shared, group, size)), 0, 2, 3, 1, 4);

    private string Turn(string x, int layer)
    {
        int turning = _config.RotarySize, half = turning / 2, rest = _config.HeadSize - turning;
        var ropeBase = _config.IsWindowed(layer) ? _config.WindowRopeBase ?? _config.RopeBase : _config.RopeBase;
        var (cosines, sines) = (Angles("cos", 0), Angles("sin", half));
        var parts = rest == 0 ? _graph.Split(x, -1, half, half) : _graph.Split(x, -1, half, half, rest);
        var first = _graph.Add("Sub", _graph.Add("Mul", parts[0], cosines), _graph.Add("Mul", parts[1], sines));
        var second = _graph.Add("Add", _graph.Add("Mul", parts[1], cosines), _graph.Add("Mul", parts[0], sines));
        string[] turned = rest == 0 ? [first, second] : [first, second, parts[2]];
        return _graph.Add("Concat", turned, [("axis", -1L)]);

        string Angles(string function, int column) => _graph.Add("Gather", _graph.Weight(FormattableString.Invariant($"{function} of base {ropeBase}"), [_config.ContextLength, half], destination =>
        {
            var table = RotaryTable.Create(_config.ContextLength, turning, ropeBase, _config.RopeScaling);
            for (var position = 0; position < _config.ContextLength; position++)
            {
                table.AsSpan((position * turning) + column, half).CopyTo(destination[(position * half)..]);
            }
        }), _positions);
    }

    private string FeedForward(string x, string prefix)
    {
        string inner;
        if (_config.Gated)
        {
            var parts = _graph.Split(Linear(x, prefix + "feedForward.gateUp"), -1, _config.IntermediateSize, _config.IntermediateSize);
            inner = _graph.Add("Mul", Function(parts[0], _config.Activation), parts[1]);
        }
        else
        {
            inner = Function(Linear(x, prefix + "feedForward.up"), _config.Activation);
        }

        return Linear(inner, prefix + "feedForward.down");
    }

    private void Output(string x)
    {
        switch (_config.Head)
        {
            case ModelHead.None:
                _graph.Output(x, "last_hidden_state", "batch", "time", _config.HiddenSize);
                return;
            case ModelHead.LanguageModel or ModelHead.MaskedLanguageModel:
                x = HeadOf(x);
                x = _config.OutputScale == 1 ? x : _graph.Add("Mul", x, _graph.Constant(_config.OutputScale));
                _graph.Output(Capped(Linear(x, _config.TieEmbeddings ? "embedding" : "output", "output.bias"), _config.OutputSoftCap), "logits", "batch", "time", _config.VocabularySize);
                return;
            case ModelHead.TokenClassification or ModelHead.QuestionAnswering:
                _graph.Output(Linear(HeadOf(x), HeadTransform.Classifier), "logits", "batch", "time", _config.HeadOutputs);
                return;
            default:
                _graph.Output(Linear(HeadOf(Pooled(x)), HeadTransform.Classifier), "logits", "batch", _config.HeadOutputs);
                return;
        }
    }

    /// <summary>One vector for each text: its first token, its last, or the mean of all, padding left out.</summary>
    private string Pooled(string x)
    {
        if (_config.Pooling == TextPooling.First)
        {
            return _graph.Add("Gather", [x, _graph.Integer(0)], [("axis", 1L)]);
        }

        var lengths = _graph.Add("ReduceSum", [_mask, _graph.Integers(1)], [("keepdims", 1L)]);
        if (_config.Pooling == TextPooling.Mean)
        {
            var isToken = _graph.Add("Cast", [_graph.Add("Unsqueeze", _mask, _graph.Integers(2))], [("to", 1L)]);
            var sum = _graph.Add("ReduceSum", [_graph.Add("Mul", x, isToken), _graph.Integers(1)], [("keepdims", 0L)]);
            return _graph.Add("Div", sum, _graph.Add("Cast", [lengths], [("to", 1L)]));
        }

        var last = _graph.Add("Unsqueeze", _graph.Add("Sub", lengths, _graph.Integer(1)), _graph.Integers(2));
        var index = _graph.Add("Expand", last, _graph.Integers(1, 1, _config.HiddenSize));
        return _graph.Add("Squeeze", _graph.Add("GatherElements", [x, index], [("axis", 1L)]), _graph.Integers(1));
    }

    private string HeadOf(string x) => model.Find(HeadTransform.Dense) is null ? x
        : Norm(Function(Linear(x, HeadTransform.Dense), HeadTransform.FunctionOf(_config)), HeadTransform.Norm);

    private string Norm(string x, string name)
    {
        if (model.Find(name) is not { } weight)
        {
            return x;
        }

        if (_config.Norm == NormKind.LayerNorm)
        {
            string[] inputs = model.Find(name + ".bias") is null ? [x, Weight(name)] : [x, Weight(name), Weight(name + ".bias")];
            return _graph.Add("LayerNormalization", inputs, [("axis", -1L), ("epsilon", _config.NormEpsilon)]);
        }

        var scale = _config.NormOffset == 0 ? Weight(name) : _graph.Weight(name, Shape(weight), destination =>
        {
            weight.AsSpan<float>().CopyTo(destination);
            foreach (ref var value in destination)
            {
                value = (float)(value + _config.NormOffset);
            }
        });
        var mean = _graph.Add("ReduceMean", [_graph.Add("Mul", x, x)], [("axes", (long[])[-1]), ("keepdims", 1L)]);
        return _graph.Add("Mul", _graph.Add("Div", x, _graph.Add("Sqrt", _graph.Add("Add", mean, _graph.Constant(_config.NormEpsilon)))), scale);
    }

    private string Linear(string x, string name, string? bias = null)
    {
        bias ??= name + ".bias";
        var product = _graph.Add("MatMul", x, Transpose(Weight(name), 1, 0));
        return model.Find(bias) is null ? product : _graph.Add("Add", product, Weight(bias));
    }

    private string Function(string x, UnaryFunction function)
    {
        switch (function)
        {
            case UnaryFunction.Relu:
                return _graph.Add("Relu", x);
            case UnaryFunction.Tanh:
                return _graph.Add("Tanh", x);
            case UnaryFunction.Silu:
                return _graph.Add("Mul", x, _graph.Add("Sigmoid", x));
            case UnaryFunction.QuickGelu:
                return _graph.Add("Mul", x, _graph.Add("Sigmoid", _graph.Add("Mul", x, _graph.Constant(1.702))));
            case UnaryFunction.SquaredRelu:
                var positive = _graph.Add("Relu", x);
                return _graph.Add("Mul", positive, positive);
            case UnaryFunction.Gelu:
                return HalfOf(x, _graph.Add("Erf", _graph.Add("Mul", x, _graph.Constant(Math.Sqrt(0.5)))));
            case UnaryFunction.GeluTanh:
                var cube = _graph.Add("Mul", _graph.Add("Mul", x, x), x);
                var inner = _graph.Add("Add", x, _graph.Add("Mul", cube, _graph.Constant(0.044715)));
                return HalfOf(x, _graph.Add("Tanh", _graph.Add("Mul", inner, _graph.Constant(Math.Sqrt(2 / Math.PI)))));
            default:
                throw new InvalidDataException($"The function {function} is not written as ONNX; export the model as safetensors.");
        }

        string HalfOf(string value, string sign) => _graph.Add("Mul", _graph.Add("Mul", value, _graph.Constant(0.5)), _graph.Add("Add", sign, _graph.Constant(1)));
    }

    private string Capped(string x, double cap) => cap <= 0 ? x
        : _graph.Add("Mul", _graph.Add("Tanh", _graph.Add("Mul", x, _graph.Constant(1 / cap))), _graph.Constant(cap));

    private string Transpose(string x, params long[] order) => _graph.Add("Transpose", [x], [("perm", order)]);

    private string Weight(string name)
    {
        var weight = model.Weight(name);
        return _graph.Weight(name, Shape(weight), destination => weight.AsSpan<float>().CopyTo(destination));
    }

    private static int[] Shape(Tensor weight) => weight.Shape.ToArray();
}
