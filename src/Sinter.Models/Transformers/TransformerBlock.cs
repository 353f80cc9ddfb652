using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Transformers;

/// <summary>
/// One block of a transformer, from the parameters of a model whose names begin with a prefix: attention and feed-forward, each between the norms and the residual
/// sum that the description asks for.
/// </summary>
/// <param name="model">Whose parameters it computes with.</param>
/// <param name="prefix">What the names of its parameters begin with, such as <c>3.</c> for layer 3.</param>
/// <param name="routers">Is given what the router decides, where there is one; null for nobody.</param>
/// <param name="watch">Is given what each norm and each linear layer makes, under the name of its weight; null for nobody.</param>
internal sealed class TransformerBlock(Model model, string prefix, RouterRecord? routers = null, Action<string, Tensor>? watch = null)
{
    private readonly ModelConfig _config = model.Config;

    /// <summary>The hidden states after the block, shaped as those before it.</summary>
    /// <param name="x">Hidden states [batch, time, hidden size].</param>
    /// <param name="turn">Turns queries and keys by their positions, where positions are rotary.</param>
    /// <param name="attend">Attention over packed queries, keys and values [batch, time, (heads + 2 keyValueHeads) head size]; gives [batch, time, heads · head size].</param>
    /// <param name="between">A part between the two, such as attention to another sequence; null for none.</param>
    public Tensor Run(Tensor x, Func<Tensor, Tensor> turn, Func<Tensor, Tensor> attend, Func<Tensor, Tensor>? between = null)
    {
        if (_config.ParallelResidual)
        {
            var attended = Attend(Norm(x, "attention.norm"), x, turn, attend);
            return FeedForward(Norm(x, "feedForward.norm"), attended);
        }

        x = Part(x, "attention", (input, residual) => Attend(input, residual, turn, attend));
        return Part(between is null ? x : between(x), "feedForward", FeedForward);
    }

    /// <summary>A part between its norms, with the residual sum.</summary>
    /// <param name="x">The residual stream.</param>
    /// <param name="name">The part, whose norms are called after it.</param>
    /// <param name="part">Computes the part from its input, and adds the residual where there is one.</param>
    public Tensor Part(Tensor x, string name, Func<Tensor, Tensor?, Tensor> part) => _config.NormPlacement switch
    {
        NormPlacement.Before => part(Norm(x, name + ".norm"), x),
        NormPlacement.After => Norm(part(x, x), name + ".norm"),
        _ => x + Norm(part(Norm(x, name + ".norm"), null), name + ".postNorm"),
    };

    /// <summary>A norm of the block; what it is given where the block has none of that name.</summary>
    public Tensor Norm(Tensor x, string name) => Watched(name, Norms.Apply(model, x, prefix + name));

    /// <summary>A linear layer of the block, with its bias where it has one.</summary>
    public Tensor Linear(Tensor x, string name, Tensor? residual = null)
        => Watched(name, model.Linear(prefix + name, x, residual));

    private Tensor Attend(Tensor x, Tensor? residual, Func<Tensor, Tensor> turn, Func<Tensor, Tensor> attend)
    {
        var qkv = Linear(x, "attention.qkv");
        if (_config.QueryKeyNorm)
        {
            qkv = NormalizeHeads(qkv);
        }

        return IntoResidual(attend(turn(qkv)), "attention.output", residual);
    }

    /// <summary>Queries and keys, each head by itself, over its own elements.</summary>
    private Tensor NormalizeHeads(Tensor qkv)
    {
        var (heads, keyValueHeads) = (_config.Heads, _config.KeyValueHeads);
        var rows = Model.Rows(qkv);
        var split = rows.Reshape([rows.Shape[0], heads + (2 * keyValueHeads), _config.HeadSize]);
        var queries = Norm(split.Slice(1, 0, heads), "attention.queryNorm");
        var keys = Norm(split.Slice(1, heads, keyValueHeads), "attention.keyNorm");
        return Tensor.Concatenate(1, queries, keys, split.Slice(1, heads + keyValueHeads, keyValueHeads)).Reshape(qkv.Shape);
    }

    private Tensor FeedForward(Tensor x, Tensor? residual)
    {
        if (_config.Experts > 0)
        {
            var mixed = model.Dropped(MixExperts(Model.Rows(x)).Reshape(x.Shape), prefix + "feedForward.experts");
            return residual is null ? mixed : residual + mixed;
        }

        return IntoResidual(Activate(Linear(x, "feedForward" + Up)), "feedForward.down", residual);
    }

    /// <summary>The last layer of a part, with the residual sum; between the two something may be dropped.</summary>
    private Tensor IntoResidual(Tensor x, string name, Tensor? residual)
    {
        if (model.Dropout is null or { Rate: 0 })
        {
            return Linear(x, name, residual);
        }

        var dropped = model.Dropped(Linear(x, name), prefix + name);
        return residual is null ? dropped : residual + dropped;
    }

    /// <summary>Each token through the experts that its router chooses, weighed and summed.</summary>
    /// <param name="tokens">[tokens, hidden size].</param>
    private Tensor MixExperts(Tensor tokens)
    {
        var logits = Linear(tokens, "feedForward.router");
        var routed = logits.Route(_config.ExpertsPerToken);
        routers?.Add(logits, routed.Experts);
        var rows = routed.Experts.OrderByExpert(_config.Experts);
        var inner = Activate(tokens.Gather(rows.Tokens).GroupedLinear(model.Weight(prefix + "feedForward.experts" + Up), rows.Offsets));
        return inner.GroupedLinear(model.Weight(prefix + "feedForward.experts.down"), rows.Offsets).CombineExperts(routed.Weights, rows);
    }

    private string Up => _config.Gated ? ".gateUp" : ".up";

    private Tensor Activate(Tensor x) => Watched("feedForward.activation", _config.Gated ? x.GatedUnit(_config.Activation) : x.Map(_config.Activation));

    private Tensor Watched(string name, Tensor x)
    {
        watch?.Invoke(prefix + name, x);
        return x;
    }
}
