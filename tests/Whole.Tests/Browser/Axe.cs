using Microsoft.Playwright;
using Whole.Tests.Harness;

namespace Whole.Tests.Browser;

/// <summary>axe-core, which looks for what people with disabilities could not use (WCAG).</summary>
internal static class Axe
{
    private static readonly Lazy<string> Source = new(() => File.ReadAllText(Repository.At(".cache", "test-clients", "node_modules", "axe-core", "axe.min.js")));

    /// <summary>What is wrong with a page as it is shown now, other people's frames left out; empty when nothing is.</summary>
    public static async Task<string[]> Violations(IPage page) => await page.EvaluateAsync<string[]>($$"""
        async () => {
          const isMoving = animation => animation.playState === 'running' && animation.effect.getComputedTiming().iterations !== Infinity;
          while (document.getAnimations().some(isMoving)) await new Promise(requestAnimationFrame); // half-way in, contrast is too low
          const module = undefined, exports = undefined;
          {{Source.Value}};
          const { violations } = await axe.run({ exclude: [['iframe']] });
          return violations.map(v => v.id + ': ' + v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; '));
        }
        """);
}
