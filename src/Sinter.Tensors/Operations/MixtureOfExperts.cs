namespace Sinter.Tensors.Operations;

/// <summary>Which experts tokens go to.</summary>
/// <param name="Weights">What each chosen expert counts, [tokens, k]; carries the router's gradient.</param>
/// <param name="Experts">The chosen experts, integers [tokens, k], the one of the largest logit first.</param>
public readonly record struct RoutedTokens(Tensor Weights, Tensor Experts);

/// <summary>The assignments of tokens to experts as rows, grouped by expert; see <see cref="ExpertOrder"/>.</summary>
/// <param name="Tokens">The token of each row, [tokens k].</param>
/// <param name="Assignments">The assignment of each row, token k + slot, [tokens k].</param>
/// <param name="Rows">The row of each assignment, [tokens, k].</param>
/// <param name="Offsets">The first row of each expert and the row after the last, [experts + 1].</param>
public readonly record struct ExpertRows(Tensor Tokens, Tensor Assignments, Tensor Rows, Tensor Offsets);

/// <summary>
/// The pieces of a mixture of experts that drops no token and whose shapes do not depend on where tokens go (Gale et al. 2022). Of x [tokens, width]:
/// <code>
/// var routed = x.Linear(router).Route(k);
/// var rows = routed.Experts.OrderByExpert(experts);
/// var hidden = x.Gather(rows.Tokens).GroupedLinear(gateUp, rows.Offsets).SwiGlu().GroupedLinear(down, rows.Offsets);
/// var y = hidden.CombineExperts(routed.Weights, rows);
/// </code>
/// </summary>
public static class MixtureOfExperts
{
    extension(Tensor x)
    {
        /// <summary>The indices, integers [..., count], of the largest elements along the last dimension; see <see cref="Operations.TopK"/>.</summary>
        public Tensor TopK(int count) => new TopK(count).Apply(x)[0];

        /// <summary>The experts of the largest logits of this router [tokens, experts], and their weights; see <see cref="Operations.Route"/>.</summary>
        /// <param name="expertsPerToken">How many experts each token goes to, k.</param>
        /// <param name="renormalize">Whether a token's weights sum to 1 (Mixtral); else they are probabilities among all experts.</param>
        public RoutedTokens Route(int expertsPerToken, bool renormalize = true)
        {
            var experts = x.TopK(expertsPerToken);
            return new(new Route(renormalize).Apply(x, experts)[0], experts);
        }

        /// <summary>These chosen experts [tokens, k] as rows grouped by expert.</summary>
        public ExpertRows OrderByExpert(int experts)
        {
            var outputs = new ExpertOrder(experts).Apply(x);
            return new(outputs[0], outputs[1], outputs[2], outputs[3]);
        }

        /// <summary>A linear layer of its own for each group of rows; see <see cref="Operations.GroupedLinear"/>.</summary>
        /// <param name="weights">[groups, out, in], or the same as [groups out, in].</param>
        /// <param name="offsets">The first row of each group and the row after the last, [groups + 1].</param>
        public Tensor GroupedLinear(Tensor weights, Tensor offsets) => new GroupedLinear().Apply(x, weights, offsets)[0];

        /// <summary>What experts made of their rows [tokens k, width], weighed and summed for each token, [tokens, width]; see <see cref="Operations.CombineExperts"/>.</summary>
        public Tensor CombineExperts(Tensor weights, ExpertRows rows) => new CombineExperts().Apply(x, weights, rows.Rows, rows.Assignments)[0];

        /// <summary>
        /// The load-balancing loss of this router's logits [tokens, experts], a scalar: experts · sum over experts e of f(e) P(e), where f(e) is the share of tokens that have e among
        /// their k experts and P(e) the mean probability of e (Fedus et al. 2021, equations 4 to 6; with k experts as in Mixtral's code, so that an even
        /// load gives k). The gradient goes through P alone.
        /// </summary>
        /// <param name="experts">The chosen experts [tokens, k].</param>
        public Tensor LoadBalancingLoss(Tensor experts)
        {
            var (tokens, count) = (x.Shape[0], x.Shape[1]);
            var chosen = new OneHot(count, x.Type).Apply(experts)[0];
            var shares = chosen.Reshape([(int)experts.Shape.Count, count]).Sum(0).Affine(1.0 / tokens);
            return (shares * x.Softmax().Mean(0)).Sum().Affine(count);
        }

        /// <summary>
        /// The z-loss of this router's logits [tokens, experts], a scalar that keeps them small: the mean over tokens of log²(sum of e^logit) (Zoph et al. 2022, equation 5).
        /// </summary>
        public Tensor RouterZLoss() => (x.Slice(1, 0, 1) - x.LogSoftmax().Slice(1, 0, 1)).Square().Mean();
    }
}
