/**
 * How things are named: kebab-case, reverse-DNS namespaces, the canonical form, and how names
 * convert between cases. Stateless; any thread.
 *
 * <pre>
 *  payments-checkout-service-v2     canonical: {domain}-{name}-{kind}-v{major}
 *  com.acme.billing.invoice-reader  namespaced: lower-case labels as in DNS, the owner's first
 * </pre>
 */
package io.machinenative.axiom.engine.registry.naming;
