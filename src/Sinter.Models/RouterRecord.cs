using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Models;

/// <summary>What the routers of a mixture of experts decide in one pass, layer by layer. Empty after a pass of a model without experts.</summary>
public sealed class RouterRecord
{
    private readonly List<Tensor> _logits = [];
    private readonly List<Tensor> _experts = [];

    /// <summary>The router's logits of each layer, [tokens, experts].</summary>
    public IReadOnlyList<Tensor> Logits => _logits;

    /// <summary>The chosen experts of each layer, [tokens, experts a token].</summary>
    public IReadOnlyList<Tensor> Experts => _experts;

    /// <summary>
    /// The load-balancing loss over the tokens of all layers together, a scalar, as Mixtral's code has it (Fedus et al. 2021, equations 4 to 6): the number of experts a
    /// token where all are used alike, more where some are preferred. Null where nothing was routed.
    /// </summary>
    public Tensor? LoadBalancingLoss() => _logits.Count == 0 ? null
        : Tensor.Concatenate(0, [.. _logits]).LoadBalancingLoss(Tensor.Concatenate(0, [.. _experts]));

    /// <summary>Adds what a layer's router decided.</summary>
    internal void Add(Tensor logits, Tensor experts)
    {
        _logits.Add(logits);
        _experts.Add(experts);
    }
}
