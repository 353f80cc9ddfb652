using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Differentiation;

/// <summary>Reverse-mode differentiation: walks the graph from a loss back to what it was computed from.</summary>
public static class Gradients
{
    /// <summary>The gradient of a scalar loss for each target; zeros where the loss does not depend on it.</summary>
    /// <exception cref="ArgumentException">The loss is not a scalar.</exception>
    public static IReadOnlyList<Tensor> Of(Tensor loss, params IReadOnlyList<Tensor> targets)
    {
        var contributions = Contributions(loss, targets);
        return targets.Select((target, i) => contributions[i].Count > 0
            ? contributions[i].Aggregate((sum, next) => sum + next)
            : Tensor.Zeros(target.Backend, target.Shape, target.Type.Arithmetic())).ToArray();
    }

    extension(Tensor loss)
    {
        /// <summary>The gradient of this scalar for one target, such as <c>loss.GradientOf(weight)</c>.</summary>
        /// <exception cref="ArgumentException">This tensor is not a scalar.</exception>
        public Tensor GradientOf(Tensor target) => Of(loss, target)[0];
    }

    /// <summary>
    /// For each target the gradients that reach it, one for each place that uses it, still to be added; a program adds them
    /// in the parameter's own gradient memory.
    /// </summary>
    internal static IReadOnlyList<IReadOnlyList<Tensor>> Contributions(Tensor loss, IReadOnlyList<Tensor> targets)
    {
        if (loss.Shape.Count != 1)
        {
            throw new ArgumentException($"Gradients are of a scalar loss; this one has the shape {loss.Shape}.", nameof(loss));
        }

        var gradients = new Dictionary<Tensor, List<Tensor>>(ReferenceEqualityComparer.Instance) { [loss] = [One(loss)] };
        var recomputation = new Recomputation();
        foreach (var node in NodesBefore(loss))
        {
            if (!node.Outputs.Any(gradients.ContainsKey))
            {
                continue;
            }

            var inputGradients = Node.AtEndOf(node.BranchEnd, () => node.Operation.Gradient(
                recomputation.Of(node), [.. node.Outputs.Select(output => gradients.TryGetValue(output, out var parts) ? Total(parts) : null)]));
            for (var i = 0; i < inputGradients.Count; i++)
            {
                if (inputGradients[i] is { } gradient && node.Inputs[i].RequiresGradient)
                {
                    if (!gradients.TryGetValue(node.Inputs[i], out var parts))
                    {
                        gradients[node.Inputs[i]] = parts = [];
                    }

                    parts.Add(gradient);
                }
            }
        }

        return targets.Select(target => gradients.TryGetValue(target, out var parts) ? parts : []).ToArray();
    }

    private static Tensor Total(List<Tensor> parts)
    {
        if (parts.Count > 1)
        {
            var total = parts.Any(IsOfBranch) ? TotalOfBranches(parts) : parts.Aggregate((sum, next) => sum + next);
            parts.Clear();
            parts.Add(total);
        }

        return parts[0];
    }

    /// <summary>The gradients of branches come when these end: each is added then, and need not wait for the others.</summary>
    private static Tensor TotalOfBranches(List<Tensor> parts)
    {
        static long Due(Tensor part) => part.Producer is { } node ? node.BranchEnd ?? node.Due : 0;
        return parts.OrderBy(Due).Aggregate((sum, next) => Node.AtEndOf(Due(next), () => sum + next));
    }

    private static bool IsOfBranch(Tensor part) => part.Producer is { } node && node.Due < node.Order;

    private static Tensor One(Tensor loss)
    {
        var one = new Tensor(new TensorSpec(loss.Shape, loss.Type.Arithmetic()), loss.Backend) { IsOne = true };
        one.Place(loss.Backend.Allocate(one.ByteCount), 0);
        if (one.IsSymbolic)
        {
            return one;
        }

        if (loss.Type == DataType.Float64)
        {
            one.AsSpan<double>()[0] = 1;
        }
        else
        {
            one.AsSpan<float>()[0] = 1;
        }

        return one;
    }

    /// <summary>The nodes that the loss came from and that gradients flow through, last first.</summary>
    private static IEnumerable<Node> NodesBefore(Tensor loss)
    {
        var found = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Tensor>([loss]);
        while (open.TryPop(out var tensor))
        {
            if (tensor is { RequiresGradient: true, Producer: { } node } && found.Add(node))
            {
                foreach (var input in node.Inputs)
                {
                    open.Push(input);
                }
            }
        }

        return found.OrderByDescending(node => node.Order);
    }
}
